"""What the assistant says: templates, catalogs, keyboards, and the contents built from them."""
