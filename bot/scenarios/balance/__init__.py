"""How a pack's aims fit together: reads `balance.yaml`, counts the policy books that meet the missions, and
finds what clashes, excludes or is free. May use the models and the files of a pack, and nothing that plays
it."""
