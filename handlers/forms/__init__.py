"""Forms: a pydantic model whose fields are asked one by one, with the answers stored in the database."""
