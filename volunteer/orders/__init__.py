"""One member, one need, one try: offered, accepted, served; or declined, expired, cancelled …"""
