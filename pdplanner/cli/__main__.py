from pdplanner.cli import main

main()
