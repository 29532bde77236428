"""A second, plain implementation of a replication: a day loop over lists, written from docs/explanation/model.md.

It reads the same sample path as `sim.model` and has to leave the same tables. Its own are the order of the day,
capacity, production, allocation, building, call-offs, freight, routes, the life of phases, the market, agreements, views,
policies, moves, switches and phase-ins. It shares with the model the scenario's types and what chance gives (the sample path), as
both have to live through the same events, and the digits of a capacity that lies within a thousandth of a watt-hour
of a whole one, as these decide whether that one is made. docs/reference/verification.md says so too.
"""
