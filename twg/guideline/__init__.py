"""The Guideline on the Role and Functioning of the Technical Working Groups: what it asks, clause by clause."""
