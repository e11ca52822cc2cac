from flask import Blueprint

from pdplanner.catalog import dates, formats, links

bp = Blueprint("catalog", __name__, url_prefix="/catalog")

bp.add_app_template_test(links.is_web_address, "web_address")
bp.add_app_template_filter(links.host, "host")
bp.add_app_template_filter(dates.in_words, "date_of_fact")
bp.add_app_template_filter(formats.label, "format_label")
