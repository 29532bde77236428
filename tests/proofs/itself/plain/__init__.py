"""A second, plain implementation of a replication: a day loop over lists, written from docs/model.md.

It reads the same sample path as `sim.model` and has to leave the same tables. Its own are the order of the day,
production, allocation, building, call-offs, freight, the life of phases, the market, agreements, views, moves,
switches and phase-ins. It shares with the model what is compared with answers of its own elsewhere: the sample path,
the routes of `sim.network`, the award that a policy makes of a view, and the capacity curve of a phase, which is
checked here against an hour-by-hour sum before it is used, as a whole watt-hour hangs on its last bit.
"""
