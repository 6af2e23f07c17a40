#!/usr/bin/env python3
"""Another engine over the tables of `weibao export`: the fractions of `weibao-report callbacks`, and git's own word on the records.

    export.py REPOSITORY EXPORT --report callbacks.json [--engine duckdb|spark]

Runs the exported callbacks.sql in DuckDB, or in Apache Spark as a local cluster (two workers of their own process), and compares
every figure with the report's; compares the records with `git ls-tree` and `git log`. Ends with 1 if anything differs.
"""
import argparse, datetime, glob, json, os, subprocess, sys

FIGURES = ("due", "claimed", "recorded", "received", "late", "missing", "unreachable", "excused", "not_yet_due")
GROUPS = {"total": [], "by_obligation": ["obligation"], "by_stage": ["kind", "stage"], "by_month": ["month"],
          "by_responsible": ["responsible"], "by_client": ["client"]}


def duckdb_rows(folder, files):
    import duckdb
    read = {"ndjson": ("read_json", ", format = 'newline_delimited', sample_size = -1"), "parquet": ("read_parquet", "")}[files]
    engine = duckdb.connect()
    def view(name, pattern, options=""):
        engine.execute(f"CREATE VIEW {name} AS SELECT * FROM {read[0]}('{folder}/{pattern}.{files}'{read[1]}{options})")
    view("obligations", "obligations/*/*", ", hive_partitioning = true, hive_types_autocast = false")
    view("export", "export/*")
    return engine.execute(open(f"{folder}/callbacks.sql", encoding="utf-8").read()).fetchall()


def spark_rows(folder, files):
    from pyspark.sql import SparkSession
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.sql.sources.partitionColumnTypeInference.enabled", "false").getOrCreate()
    source = "json" if files == "ndjson" else "parquet"
    for name in ("obligations", "export"):
        spark.sql(f"CREATE TEMPORARY VIEW {name} USING {source} OPTIONS (path '{folder}/{name}')")
    print("spark", spark.version, spark.sparkContext.master, file=sys.stderr)
    rows = [tuple(row) for row in spark.sql(open(f"{folder}/callbacks.sql", encoding="utf-8").read()).collect()]
    spark.stop()
    return rows


def reported(report):
    """The report's figures by group and item; a row in which nothing at all is counted has no row in SQL."""
    found = {}
    for group, names in GROUPS.items():
        for row in report[group]:
            figures = {"due": row["claimed"]["due"], "claimed": row["claimed"]["done"], "recorded": row["recorded"]["done"],
                       "received": row["received"] and row["received"]["done"]}
            figures |= {name: row[name] for name in FIGURES[4:]}
            if figures["due"] or figures["not_yet_due"]:
                found[group, " ".join(row[name] or "" for name in names)] = figures
    return found


def git(repository, *args):
    return subprocess.run(["git", "-C", repository, *args], capture_output=True, check=True).stdout.decode()


def records(repository, folder, commit):
    """What git says of each record, and what the table says: blob, first and last commit, and when they were made."""
    told = {}
    for line in git(repository, "ls-tree", "-rz", commit, "records").split("\0"):
        head, _, path = line.partition("\t")
        if path.endswith(".json"):
            told[path] = [head.split()[2]]
    first, last, made = {}, {}, None
    for line in git(repository, "log", "--reverse", "--no-renames", "--name-only", "--format=@%H %ct", commit, "--", "records").split("\n"):
        if line.startswith("@"):
            made = line[1:].split()
        elif line:
            first.setdefault(line, made)
            last[line] = made
    for path, row in told.items():
        row += [first[path][0], int(first[path][1]), last[path][0], int(last[path][1])]
    here = {}
    cst = datetime.timezone(datetime.timedelta(hours=8))
    for file in glob.glob(f"{folder}/records/*/*.ndjson"):
        for row in map(json.loads, open(file, encoding="utf-8")):
            month = datetime.datetime.fromtimestamp(row["first_committed_at"], cst).strftime("month=%Y-%m")
            assert month == file.split("/")[-2], (file, row)
            here[row["path"]] = [row[name] for name in ("blob", "first_commit", "first_committed_at", "last_commit", "last_committed_at")]
    return told, here


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("repository")
    ask.add_argument("export")
    ask.add_argument("--report", required=True)
    ask.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    given = ask.parse_args()
    folder = os.path.abspath(given.export)
    manifest = json.load(open(f"{folder}/manifest.json", encoding="utf-8"))
    report = json.load(open(given.report, encoding="utf-8"))
    assert manifest["complete"] and manifest["basis"]["commit"] == report["commit"] and manifest["basis"]["as_of"] == report["as_of"]
    rows = (spark_rows if given.engine == "spark" else duckdb_rows)(folder, manifest["files"])
    counted = {(row[0], row[1]): {name: value if value is None else int(value) for name, value in zip(FIGURES, row[2:])} for row in rows}
    pairs = [(counted, reported(report))]
    if manifest["files"] == "ndjson":
        pairs.append(records(given.repository, folder, report["commit"]))
    differ = [f"{key}: {one.get(key)} against {other.get(key)}" for one, other in pairs
              for key in sorted({*one, *other}) if one.get(key) != other.get(key)]
    print("\n".join(differ) or "equal", file=sys.stderr)
    total = counted["total", ""]
    print(f"{given.engine}: {total['claimed']}/{total['due']} claimed, {total['recorded']}/{total['due']} recorded; {len(counted)} figures, {sum(len(one) for one, _ in pairs[1:])} records")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
