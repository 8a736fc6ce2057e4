"""How much Meta takes at once: by number of the office, and by pair of office and person."""

from threading import Lock

PER_SECOND = 80
PAIR_SECONDS = 6
PAIR_BURST = 45


class Limit:
    """One message each `interval` seconds; `burst` of them at once, borrowed from the future."""

    def __init__(self, interval: float, burst: int) -> None:
        self._interval = interval
        self._credit = interval * burst
        self._paid_until: dict[str, float] = {}
        self._lock = Lock()

    def takes(self, key: str, now: float) -> bool:
        with self._lock:
            after = max(self._paid_until.get(key, now), now) + self._interval
            if after - now > self._credit + 1e-6:
                return False
            self._paid_until[key] = after
            return True


class Limits:
    def __init__(self) -> None:
        self._number = Limit(1 / PER_SECOND, PER_SECOND)
        self._pairs = Limit(PAIR_SECONDS, PAIR_BURST)

    def refusal_of(self, phone: str, now: float) -> int | None:
        """Meta's code for what comes too fast."""
        if not self._number.takes("", now):
            return 130429
        return None if self._pairs.takes(phone, now) else 131056
