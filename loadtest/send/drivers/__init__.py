"""Who walks the plan: interchangeable drivers whose snapshots add up."""
