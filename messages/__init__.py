"""What the assistant says: templates, catalogs, keyboards and the contents made of them."""
