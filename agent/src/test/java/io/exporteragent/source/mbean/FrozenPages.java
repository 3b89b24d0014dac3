package io.exporteragent.source.mbean;

import io.exporteragent.source.mbean.Answer.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Compares the pages of all beans that a JVM has by itself, which the test runs in one whose MBean
 * server is made by {@link FreezableServerBuilder}. Arguments are files with configurations.
 */
final class FrozenPages {
  private static final int SCRAPES = 3;

  private FrozenPages() {}

  /** Prints what the pages differ in, and how much was the same. */
  public static void main(String[] files) throws Exception {
    for (String file : files) {
      String yaml = Files.readString(Path.of(file));
      Oracle oracle = new Oracle(yaml);
      Ours ours = new Ours(yaml, Registered.SERVER);
      for (int scrape = 1; scrape <= SCRAPES; scrape++) {
        FreezableServerBuilder.Frozen frozen = FreezableServerBuilder.freeze();
        System.out.println(file + " " + scrape + ": " + compared(oracle.scrape(), ours.scrape()));
        frozen.thaw();
      }
    }
  }

  private static String compared(Answer theirs, Answer ours) {
    if (theirs.outcome() != Outcome.WHOLE || ours.outcome() != Outcome.WHOLE) {
      return "theirs " + theirs + ", ours " + ours;
    }
    List<String> differences = PageDifference.between(theirs.page(), ours.page());
    return differences.isEmpty()
        ? "the same, " + theirs.page().samples().size() + " samples"
        : String.join("\n", differences);
  }
}
