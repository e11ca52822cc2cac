"""The security headers of every response, errors and files included."""

from flask import Flask, Response, request
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

# data: for the arrows and ticks that Bootstrap draws; nothing is inline, so no nonce is needed.
POLICY = (
    ContentSecurityPolicy()
    .default_src("'none'")
    .script_src("'self'")
    .style_src("'self'")
    .img_src("'self'", "data:")
    .font_src("'self'")
    .connect_src("'self'")
    .form_action("'self'")
    .base_uri("'none'")
    .frame_ancestors("'none'")
)
HEADERS = dict(
    Secure(
        csp=POLICY,
        coop=CrossOriginOpenerPolicy().same_origin(),
        permissions=PermissionsPolicy().geolocation().camera().microphone(),
        referrer=ReferrerPolicy().same_origin(),
        xcto=XContentTypeOptions(),
        xfo=XFrameOptions().deny(),
    ).header_items()
)
HSTS = StrictTransportSecurity().max_age(31_536_000).include_subdomains()


def init_app(app: Flask) -> None:
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    response.headers.extend(HEADERS)
    if request.is_secure:
        response.headers[HSTS.header_name] = HSTS.header_value
    response.headers["Cache-Control"] = "no-store"
    return response
