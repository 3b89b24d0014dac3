package io.exporteragent.benchmarks;

import java.util.List;

/**
 * What a scenario found with one JDK.
 *
 * @param jdk its version
 * @param notes how it was measured, a sentence each
 * @param tables the figures
 * @param targets the promises that these figures decide on
 */
record Section(String jdk, List<String> notes, List<Table> tables, List<Target> targets) {}
