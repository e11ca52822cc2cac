from flask import Blueprint

from pdplanner.reports.ledger.words import figure_word

bp = Blueprint("reports", __name__, url_prefix="/budget")

bp.add_app_template_filter(figure_word)
