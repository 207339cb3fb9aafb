"""What can be told of customers and of what they allow."""

from typing import Any, Final

from ...domain.customer import access, consent, link, match, profile, reaching
from ...domain.customer import contact_terms as contact
from .. import contexts
from ..asking import Indexed
from .naming import named

_IDENTIFIER = Indexed("value", "blind_index", "kind")
_POINT = Indexed("value", "contact_point", "kind")

COMMANDS: Final = (
    *named(
        contexts.CUSTOMER,
        ("customer_id",),
        ("register", profile.RegisterCustomer, "Register a customer.", "customer_id"),
        (
            "add-identifier",
            profile.AddIdentifier,
            "Add an e-mail, phone or other id, one customer's alone.",
            None,
            _IDENTIFIER,
        ),
        (
            "verify-identifier",
            profile.VerifyIdentifier,
            "Note that an identifier was verified, and how.",
            None,
            _IDENTIFIER,
        ),
        (
            "remove-identifier",
            profile.RemoveIdentifier,
            "Remove an identifier; another may then have it.",
            None,
            _IDENTIFIER,
        ),
        ("record-fact", profile.RecordFact, "Record a fact and its source.", "fact_id"),
        ("correct-fact", profile.CorrectFact, "Correct a fact; its history stays."),
        ("close", profile.CloseRelationship, "Close the relationship, and say why."),
        ("reopen", profile.ReopenRelationship, "Take the relationship up again."),
        ("hold", profile.PlaceLegalHold, "Place a legal hold: no erasure.", "hold_id"),
        ("release-hold", profile.ReleaseLegalHold, "Release a legal hold."),
    ),
    *named(
        contexts.CONTACT,
        ("customer_id",),
        ("prefer", contact.SetPreference, "Set how often and when to be written to."),
        (
            "reserve",
            contact.ReserveContact,
            "Decide on a contact, on a consent, under the caps.",
            "contact_id",
        ),
        ("use", contact.UseContact, "Dispatch a contact, if it is allowed still."),
        ("release", contact.ReleaseContact, "Let a contact go that is not made."),
        (
            "prefer-channels",
            reaching.PreferChannels,
            "Set by which channels, and in which format.",
        ),
        (
            "stop-point",
            reaching.StopContactPoint,
            "Write to an e-mail, phone or other id no more.",
            None,
            _IDENTIFIER,
        ),
        (
            "resume-point",
            reaching.ResumeContactPoint,
            "Write to it again.",
            None,
            _IDENTIFIER,
        ),
    ),
    *named(
        contexts.CONSENT,
        ("customer_id",),
        ("grant", consent.GrantConsent, "Allow a purpose by a channel."),
        ("withdraw", consent.WithdrawConsent, "Allow it no longer."),
        (
            "bind",
            consent.BindConsent,
            "Bind what is allowed to one e-mail, phone or other id.",
            None,
            _POINT,
        ),
        (
            "request",
            consent.RequestConsent,
            "Ask for consent by a token that was sent to a contact point.",
            None,
            _POINT,
        ),
        ("confirm", consent.ConfirmOptIn, "Give the consent, with the token."),
        ("fall-due", consent.NoteOptInDue, "Note tokens that are good no longer."),
    ),
    *named(
        contexts.MATCH,
        ("pair",),
        ("reject", match.RejectMerge, "Decide that two customers are not one person."),
    ),
)

# An erasure and a merge are more than a command; who read what is noted by itself.
INTERNAL: Final[tuple[type[Any], ...]] = (
    profile.ErasePersonalData,
    profile.ConfirmErasure,
    access.NoteRead,
    access.NoteExport,
    link.Join,
    link.Absorb,
    link.Part,
    match.ProposeMerge,
    match.AcceptMerge,
    match.NoteConflict,
)
