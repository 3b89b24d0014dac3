package io.exporteragent.source.mbean;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.testing.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole pages of what a JVM has by itself, its values frozen while both read it. */
class FrozenPagesTest {
  private static final Map<String, String> FILES =
      new TreeMap<>(
          Map.of(
              "default",
              "# everything in default format\n",
              "lowercase",
              """
              lowercaseOutputName: true
              lowercaseOutputLabelNames: true
              inferCounterTypeFromName: true
              autoExcludeObjectNameAttributes: false
              excludeObjectNameAttributes:
                java.lang:type=OperatingSystem: [ObjectName]
              rules:
              - {pattern: '.*', attrNameSnakeCase: true}
              """,
              "rules",
              """
              rules:
              - pattern: 'java.lang<type=Memory><(\\w+)HeapMemoryUsage>(\\w+):'
                name: jvm_memory_$2_bytes
                type: GAUGE
                labels: {area: $1heap}
              - pattern: 'java.lang<type=(GarbageCollector|MemoryPool), name=(.+)><(.*)>(\\w+)Count: (\\d+)'
                name: jvm_$1_$4_total
                type: COUNTER
                help: Of $2 in $3.
                labels: {name: $2}
              - pattern: 'java.lang<type=GarbageCollector, name=(.+), key=(.+)><LastGcInfo, memoryUsage(Before|After)Gc>(\\w+):'
                name: jvm_last_gc_$3_$4
                labels: {gc: "$1", pool: "$2"}
              - pattern: 'java.lang<type=Runtime><>(VmName|VmVersion): (.+)'
                name: jvm_$1
                value: '1'
                labels: {text: $2}
              - pattern: 'java.lang<type=Runtime><>(StartTime|Uptime): \\d+'
                name: jvm_$1_seconds
                valueFactor: 0.001
              - pattern: 'java.nio<type=BufferPool, name=(.+)><>(.+)'
              - pattern: ': true$'
                name: switched_on
              """,
              "cached",
              """
              excludeJvmMetrics: true
              includeObjectNames: ['java.lang:*', 'com.sun.management:*', 'java.lang:type=Memory']
              excludeObjectNames: ['java.lang:type=MemoryPool,*']
              metricCustomizers:
              - mbeanFilter: {domain: java.lang, properties: {type: Compilation}}
                attributesAsLabels: [Name]
                extraMetrics: [{name: up, value: true, description: Is up}]
              rules:
              - {pattern: 'Count: (\\d)', name: 'count_$1', cache: false}
              - {pattern: 'java.lang<type=(.+)><(.*)>(.+): (.*)', name: $1_$2_$3, cache: true}
              - {pattern: '.*', cache: true}
              """));

  @Test
  void pageOfAllBeans_isThatOfTheCollector(@TempDir Path directory) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djavax.management.builder.initial=" + FreezableServerBuilder.class.getName());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(FrozenPages.class.getName());
    for (String name : FILES.keySet()) {
      Path file = Files.writeString(directory.resolve(name), FILES.get(name));
      command.add(file.toString());
    }
    String output = Finished.run(Path.of(""), new byte[0], command).succeeded().output();
    assertThat(output.lines())
        .as(output)
        .hasSize(3 * FILES.size())
        .allMatch(line -> line.matches(".+/\\w+ [123]: the same, [1-9]\\d+ samples"));
  }
}
