package io.exporteragent.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Figures of several candidates.
 *
 * @param title what is compared
 * @param columns their names, with the unit
 * @param rows one a candidate
 */
record Table(String title, List<String> columns, List<Row> rows) {

  /**
   * Figures of one candidate.
   *
   * @param name of the candidate
   * @param values one a column; NaN where there is none
   */
  record Row(String name, List<Double> values) {}

  /** A table without columns, to which they are added. */
  static Table of(String title, List<Candidate> candidates) {
    return named(title, candidates.stream().map(Candidate::name).toList());
  }

  /** The same for rows that are no candidates. */
  static Table named(String title, List<String> names) {
    return new Table(
        title,
        new ArrayList<>(),
        names.stream().map(name -> new Row(name, new ArrayList<>())).toList());
  }

  /** Adds a column and returns this table. */
  Table column(String name, ToDoubleFunction<String> value) {
    columns.add(name);
    rows.forEach(row -> row.values().add(value.applyAsDouble(row.name())));
    return this;
  }

  /** One value; NaN if there is no such row or column. */
  double value(String row, String column) {
    int index = columns.indexOf(column);
    return rows.stream()
        .filter(candidate -> index >= 0 && candidate.name().equals(row))
        .mapToDouble(candidate -> candidate.values().get(index))
        .findFirst()
        .orElse(Double.NaN);
  }
}
