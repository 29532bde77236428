"""The trade of every step, compiled: receipts, output, building, call-offs, sharing out, departures."""
