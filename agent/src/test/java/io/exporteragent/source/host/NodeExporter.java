package io.exporteragent.source.host;

import static org.awaitility.Awaitility.await;

import io.exporteragent.testing.Page;
import io.exporteragent.testing.Ports;
import io.exporteragent.testing.Tool;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real node_exporter of this machine, until it is closed. */
public final class NodeExporter implements AutoCloseable {
  private final URI address = URI.create("http://127.0.0.1:" + Ports.free());
  private final Process process;

  /** Starts it with every interface, and every disk that is one; waits for its first page. */
  public NodeExporter(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Tool.NODE_EXPORTER.path());
    command.add("--web.listen-address=" + address.getAuthority());
    command.add("--collector.netdev.device-exclude=^none$");
    command.addAll(List.of(options));
    process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      await()
          .atMost(1, TimeUnit.MINUTES)
          .ignoreExceptions()
          .until(() -> Page.metrics(address).status() == 200);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Returns its values by series as it writes them. */
  public Map<String, Double> samples() {
    return Page.metrics(address).samples();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
