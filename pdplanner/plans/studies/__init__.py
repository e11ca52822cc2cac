"""Studies of a plan: asked once it is built, answered one by one, shown as they come."""
