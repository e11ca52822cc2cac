from pdplanner import create_app, serving
from pdplanner.web import request_log

application = create_app()
request_log.write_lines(application)
serving.spare_what_is_loaded()
