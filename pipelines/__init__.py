"""Pure steps on values, from a page to an article; `store` is the one stage that writes."""
