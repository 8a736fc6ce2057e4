"""Meta lets a business write first to so many people a day; each counts once."""

from datetime import timedelta
from typing import Any

from menwa.daily_limit import DailyLimit
from menwa.recipient import Recipient
from tests.builders import NOW
from tests.memory_table import MemoryTable


def person(number: int) -> Recipient:
    return Recipient(phone=f"+62899{number:08}")


def limited(most: int, table: MemoryTable | None = None) -> DailyLimit:
    client: Any = table or MemoryTable()
    return DailyLimit(client, "cases", most)


def test_so_many_are_written_to_and_the_next_one_when_the_first_is_a_day_ago() -> None:
    limit = limited(2)
    told = [limit.full_until(person(n), NOW + timedelta(hours=n)) for n in range(3)]
    assert told == [None, None, NOW + timedelta(hours=24)]
    assert limit.full_until(person(2), NOW + timedelta(hours=23, minutes=59)) is not None
    assert limit.full_until(person(2), NOW + timedelta(hours=24)) is None


def test_a_person_counts_once() -> None:
    limit = limited(1)
    assert [limit.full_until(person(1), NOW) for _ in range(3)] == [None] * 3
    assert limit.full_until(Recipient(user_id="ID.1"), NOW) is not None


def test_without_a_limit_nobody_is_counted() -> None:
    table = MemoryTable()
    assert limited(0, table).full_until(person(1), NOW) is None
    assert limited(1, table).full_until(person(2), NOW) is None


class Crowd(MemoryTable):
    """Somebody else is counted at the very same moment."""

    other: DailyLimit | None = None

    def transact_write_items(self, **asked: Any) -> dict[str, Any]:
        other, self.other = self.other, None
        if other is not None:
            assert other.full_until(person(9), NOW) is None
        return super().transact_write_items(**asked)


def test_two_never_get_the_last_place() -> None:
    table = Crowd()
    limit, table.other = limited(1, table), limited(1, table)
    assert limit.full_until(person(1), NOW) == NOW + timedelta(hours=24)
    assert limit.full_until(person(9), NOW) is None


def test_how_much_of_it_is_used_is_known_and_of_no_limit_nothing_is() -> None:
    limit = limited(10)
    for number in range(9):
        limit.full_until(person(number), NOW)
    assert (limit.used(NOW), limit.used(NOW + timedelta(hours=24))) == (90, 0)
    assert limited(0).used(NOW) == 0
