"""News of the plants: whoever waits for a plant goes on when something happens to it."""

from simpy import Environment
from simpy.events import Event


class NewsDesk:
    """One event per plant, renewed each time there is news."""

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._next: dict[str, Event] = {}

    def next_of(self, plant: str) -> Event:
        """The event of the plant's next news."""
        if plant not in self._next:
            self._next[plant] = self._env.event()
        return self._next[plant]

    def publish(self, plant: str) -> None:
        """Wake all who wait for this plant."""
        if plant in self._next:
            self._next.pop(plant).succeed()
