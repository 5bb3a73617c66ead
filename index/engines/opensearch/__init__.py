"""A library in an OpenSearch cluster, for one that outgrows a machine or is shared by several."""
