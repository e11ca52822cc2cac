from pdplanner import create_app
from pdplanner.web import request_log

application = create_app()
request_log.write_lines(application)
