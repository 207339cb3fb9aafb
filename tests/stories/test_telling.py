"""The teller of stories finds out what it is there to find out."""

import pytest

from mijoz.application.contexts import CUSTOMER
from mijoz.application.handling import Handler
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId

from .telling import TIME, day, tell


def register(handler: Handler, name: str) -> None:
    customer = CustomerId(name)
    command = RegisterCustomer(day(0), customer, PartyKind.PERSON, "shop")
    handler.run(lambda work: work.handle(CUSTOMER, customer, command), TIME)


def test_what_goes_by_its_own_identity_happens_once() -> None:
    told = tell(lambda handler: register(handler, "aziza"))
    assert told.names() == ["CustomerRegistered"]


def test_what_is_made_anew_each_time_happens_twice_after_a_death() -> None:
    def careless(handler: Handler) -> None:
        register(handler, f"customer {handler.journal.head()}")

    with pytest.raises(AssertionError, match="a death after append 1"):
        tell(careless)


def test_what_follows_in_a_second_transaction_may_be_lost() -> None:
    def forgetful(handler: Handler) -> None:
        if not handler.journal.head():
            register(handler, "aziza")
            register(handler, "her sister")

    with pytest.raises(AssertionError, match="a death after append 1"):
        tell(forgetful)
