package io.exporteragent.source.host.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.gather.Samples;
import io.exporteragent.model.Family;
import io.exporteragent.source.host.oshi.OshiCounters;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What macOS and Windows are served by, on Linux beside what Linux is served by. */
@EnabledOnOs(OS.LINUX)
class OshiDevicesTest {
  private static final File PROC = new File("/proc");

  @Test
  void figures_areThoseThatLinuxIsServed() throws IOException {
    Map<String, Double> before = linux();
    Map<String, Double> oshi = read(new OshiDevices(new OshiCounters()));
    // It moves up and down.
    oshi.keySet().removeIf(series -> series.startsWith("node_disk_io_now"));
    Map<String, Double> after = linux();
    assertThat(oshi)
        .isNotEmpty()
        .allSatisfy(
            (series, figure) ->
                assertThat(figure).as(series).isBetween(before.get(series), after.get(series)));
    assertThat(oshi.keySet())
        .anyMatch(series -> series.startsWith("node_network_transmit_bytes["))
        .anyMatch(series -> series.startsWith("node_disk_written_bytes["));
  }

  private static Map<String, Double> linux() throws IOException {
    return read(new DiskStatsCollector(PROC), new NetDevCollector(PROC));
  }

  private static Map<String, Double> read(NodeCollector... collectors) throws IOException {
    List<Family> families = new ArrayList<>();
    for (NodeCollector collector : collectors) {
      collector.addTo(families);
      collector.close();
    }
    return Samples.of(families);
  }
}
