"""Where the people of a unit stand against their targets: heat map and readiness."""
