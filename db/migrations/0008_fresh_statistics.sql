-- A register grows at its newest end, and there people ask. By the server's own rule (a tenth of the
-- rows) a million incidents are analysed once in years: the planner then expects one row of the last
-- three months, and counts them in the index of places, 90 ms instead of 2.
ALTER TABLE "incident" SET (
  autovacuum_analyze_threshold = 500, autovacuum_analyze_scale_factor = 0.002,
  autovacuum_vacuum_insert_threshold = 1000, autovacuum_vacuum_insert_scale_factor = 0.005);
