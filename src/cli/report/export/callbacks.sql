-- The callback rates of `weibao-report callbacks`, from the tables of `weibao export`.
-- 回访率：与 weibao-report callbacks 相同，据 weibao export 导出的表计算。
--
-- Plain SQL for any engine. Two tables are needed, `obligations` and `export` (one row: the moment to judge by).
-- DuckDB, in the folder of the export:
--   CREATE VIEW obligations AS SELECT * FROM read_json('obligations/*/*.ndjson', format = 'newline_delimited',
--     hive_partitioning = true, hive_types_autocast = false, sample_size = -1);
--   CREATE VIEW export AS SELECT * FROM read_json('export/*.ndjson', format = 'newline_delimited');
--   (Parquet: read_parquet('obligations/*/*.parquet', hive_partitioning = true, hive_types_autocast = false))
-- Spark, with spark.sql.sources.partitionColumnTypeInference.enabled=false:
--   CREATE TEMPORARY VIEW obligations USING json OPTIONS (path 'obligations');
--   CREATE TEMPORARY VIEW export USING json OPTIONS (path 'export');
--
-- claimed, recorded and received are numerators over due: done in time as the record claims; whose record was
-- committed, or received by the server, by the deadline too. received is null without a receipt log.
WITH judged AS (
  SELECT
    o.rule, o.kind, o.stage, o.month, o.responsible, o.client, o.excused, e.receipts,
    o.first_committed_at <= o.deadline AS committed_in_time,
    o.first_received_at <= o.deadline AS received_in_time,
    CASE
      WHEN o.fulfilment = 'done' AND o.acted_at <= e.as_of AND o.acted_at BETWEEN o.opens_at AND o.deadline THEN 'in_time'
      WHEN o.fulfilment = 'done' AND o.acted_at <= e.as_of AND o.acted_at > o.deadline THEN 'late'
      WHEN e.as_of <= o.deadline THEN CASE WHEN o.opens_at <= e.as_of THEN 'not_yet_due' ELSE 'not_open' END
      WHEN o.fulfilment = 'unreachable' AND o.acted_at <= e.as_of THEN 'unreachable'
      ELSE 'missing'
    END AS standing
  FROM obligations o CROSS JOIN export e
  WHERE o.family = 'callbacks' AND o.arose_at <= e.as_of
),
figures AS (
  SELECT 'total' AS figure, '' AS item, judged.* FROM judged
  UNION ALL SELECT 'by_obligation', rule, judged.* FROM judged
  UNION ALL SELECT 'by_stage', concat(kind, ' ', stage), judged.* FROM judged
  UNION ALL SELECT 'by_month', month, judged.* FROM judged
  UNION ALL SELECT 'by_responsible', coalesce(responsible, ''), judged.* FROM judged
  UNION ALL SELECT 'by_client', coalesce(client, ''), judged.* FROM judged
)
SELECT
  figure,
  item,
  SUM(CASE WHEN standing IN ('in_time', 'late', 'missing', 'unreachable') THEN 1 ELSE 0 END) AS due,
  SUM(CASE WHEN standing = 'in_time' THEN 1 ELSE 0 END) AS claimed,
  SUM(CASE WHEN standing = 'in_time' AND committed_in_time THEN 1 ELSE 0 END) AS recorded,
  SUM(CASE WHEN NOT receipts THEN NULL WHEN standing = 'in_time' AND received_in_time THEN 1 ELSE 0 END) AS received,
  SUM(CASE WHEN standing = 'late' THEN 1 ELSE 0 END) AS late,
  SUM(CASE WHEN standing = 'missing' THEN 1 ELSE 0 END) AS missing,
  SUM(CASE WHEN standing = 'unreachable' THEN 1 ELSE 0 END) AS unreachable,
  SUM(CASE WHEN standing = 'unreachable' AND excused THEN 1 ELSE 0 END) AS excused,
  SUM(CASE WHEN standing = 'not_yet_due' THEN 1 ELSE 0 END) AS not_yet_due
FROM figures
WHERE standing <> 'not_open'
GROUP BY figure, item
ORDER BY figure, item
