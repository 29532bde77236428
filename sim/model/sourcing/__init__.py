"""Reviews in a replication: what is looked at, decided and carried out."""
