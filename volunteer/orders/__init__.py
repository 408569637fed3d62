"""One member, one need, one try: offered, accepted, served; or declined, released, cancelled."""
