"""A second, plain implementation of a replication: a day loop over lists, written from docs/model.md.

It reads the same sample path as `sim.model` and has to leave the same tables. Its own are the order of the day,
production, allocation, building, call-offs, freight, routes, the life of phases, the market, agreements, views, policies, moves,
switches and phase-ins. It shares with the model the scenario's types and what chance gives (the sample path), as both have to
live through the same events, and the capacity curve of a phase, which is checked here against an hour-by-hour
sum before it is used, as a whole watt-hour hangs on its last bit. docs/verification.md says so too.
"""
