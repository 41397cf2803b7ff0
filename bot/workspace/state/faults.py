"""Trouble made to order: the next calls of a method fail, or are slow."""

from dataclasses import dataclass


@dataclass(slots=True)
class Fault:
    """What happens to the next `times` calls. `performed`: the call takes effect, though its answer is bad,
    as after a real `internal_error` or timeout nobody can tell. `retry_after` is in seconds, with 429."""

    error: str = "internal_error"
    status: int = 200
    times: int = 1
    performed: bool = False
    retry_after: int | None = None


class Faults:
    """What is to go wrong, by method; the method `*` stands for all of them."""

    def __init__(self) -> None:
        self._next: dict[str, list[Fault]] = {}
        self._slow: dict[str, float] = {}

    def fail_next(
        self,
        method: str,
        error: str = "internal_error",
        *,
        times: int = 1,
        status: int = 200,
        performed: bool = False,
    ) -> None:
        """The next calls answer `error`; with `status` 500 or 503 the body is not JSON, as from a gateway."""
        self._next.setdefault(method, []).append(Fault(error, status, times, performed))

    def limit_next(self, method: str, *, retry_after: int = 1, times: int = 1) -> None:
        """The next calls answer 429 with this Retry-After, in seconds."""
        self._next.setdefault(method, []).append(Fault("ratelimited", 429, times, retry_after=retry_after))

    def slow(self, method: str, seconds: float) -> None:
        """Every call takes this long from now on; 0 ends it."""
        self._slow[method] = seconds

    def clear(self) -> None:
        """No more trouble."""
        self._next.clear()
        self._slow.clear()

    def waiting(self) -> list[dict[str, object]]:
        """What is still to happen, for a reader: method, what, and how often (None: from now on)."""
        failing: list[dict[str, object]] = [
            {"method": method, "what": fault.error, "times": fault.times}
            for method, faults in self._next.items()
            for fault in faults
        ]
        slow: list[dict[str, object]] = [
            {"method": method, "what": f"{seconds:g} s slow", "times": None}
            for method, seconds in self._slow.items()
            if seconds
        ]
        return [*failing, *slow]

    def delay(self, method: str) -> float:
        """Seconds a call is to wait."""
        return self._slow.get(method, self._slow.get("*", 0.0))

    def take(self, method: str) -> Fault | None:
        """What is to happen to this call, used up by asking."""
        for name in (method, "*"):
            waiting = self._next.get(name)
            if waiting:
                fault = waiting[0]
                fault.times -= 1
                if fault.times <= 0:
                    waiting.pop(0)
                return fault
        return None
