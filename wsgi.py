from pdplanner import create_app

application = create_app()
