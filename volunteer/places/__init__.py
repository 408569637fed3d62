"""Where things happen: district, sub-district, community, grid."""
