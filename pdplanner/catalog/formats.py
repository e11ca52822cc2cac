"""The words for the formats, in the order in which people look for them."""

from pdplanner.catalog.models import Format

LABELS = {
    Format.ONLINE_SELF_PACED: "Online, own pace",
    Format.LIVE_ONLINE: "Live online",
    Format.IN_PERSON: "In person",
    Format.HYBRID: "Partly online",
    Format.CONFERENCE: "Conference",
    Format.MICRO_CREDENTIAL: "Micro-credential",
    Format.CERTIFICATION_EXAM: "Certification exam",
    Format.MENTORING: "Mentoring",
    Format.BOOK: "Book",
    Format.TOOLKIT_EXERCISE: "Toolkit exercise",
    Format.APPLICATION_WITH_FEEDBACK: "Application with feedback",
    Format.CONSULTING_REVIEW: "Consulting review",
}


def label(format: str) -> str:
    return LABELS[Format(format)]
