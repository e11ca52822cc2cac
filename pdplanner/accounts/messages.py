"""What Flask-Security says, in our words: what happened, and what to do about it."""

MESSAGES = {
    "GENERIC_AUTHN_FAILED": ("This e-mail address and password do not fit. Check both.", "error"),
    "EMAIL_NOT_PROVIDED": ("Enter your e-mail address.", "error"),
    "PASSWORD_NOT_PROVIDED": ("Enter your password.", "error"),
    "INVALID_PASSWORD": ("This is not your present password.", "error"),
    "INVALID_EMAIL_ADDRESS": ("Check this address.", "error"),
    "PASSWORD_INVALID_LENGTH": ("Choose one of at least %(length)s characters.", "error"),
    "RETYPE_PASSWORD_MISMATCH": ("The two are not the same. Type it again.", "error"),
    "PASSWORD_IS_THE_SAME": ("This is your present password. Choose another one.", "error"),
    "PASSWORD_CHANGE": ("Your password is changed.", "success"),
    "PASSWORD_RESET_REQUEST": (
        "If %(email)s has an account, a link to choose a new password is on its way there.",
        "info",
    ),
    "PASSWORD_RESET_NO_LOGIN": ("Your password is set. Sign in with it.", "success"),
    "INVALID_RESET_PASSWORD_TOKEN": (
        "That link does not work any more. Ask for a new one here.",
        "error",
    ),
    "PASSWORD_RESET_EXPIRED": (
        "That link was good for %(within)s. Ask for a new one here.",
        "error",
    ),
}
