package io.exporteragent.source.mbean;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the cases of a section against the collector of jmx_exporter and against ours. */
abstract class Conformance {

  /** Returns the cases, made anew at each call. */
  abstract Stream<Case> cases();

  @TestFactory
  Stream<DynamicTest> theCollector_doesWhatTheCaseSays() {
    return cases().map(made -> DynamicTest.dynamicTest(made.name(), made::assertTheirs));
  }

  @TestFactory
  Stream<DynamicTest> ourPage_isThatOfTheCollector() {
    return cases().map(made -> DynamicTest.dynamicTest(made.name(), made::assertOurs));
  }
}
