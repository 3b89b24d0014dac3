// interval: 15s

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/**
 * A directory in which one program leaves files and another fetches them:
 *
 * <pre>
 * # TYPE directory_queue_files gauge
 * directory_queue_files{directory="/var/spool/orders"} 3.0
 * # TYPE directory_queue_oldest_file_timestamp_seconds gauge
 * directory_queue_oldest_file_timestamp_seconds{directory="/var/spool/orders"} 1.7636424E9
 * </pre>
 *
 * <p>Which directory, the system property {@code directory.queue} says; without it, that for
 * temporary files. An alert on the age: {@code time() -
 * directory_queue_oldest_file_timestamp_seconds > 600}.
 */
public class DirectoryQueue {
  private final Path directory =
      Paths.get(System.getProperty("directory.queue", System.getProperty("java.io.tmpdir")));
  private final Gauge files;
  private final Gauge oldest;

  public DirectoryQueue(PrometheusRegistry registry) {
    files =
        Gauge.builder()
            .name("directory_queue_files")
            .help("Files that wait in the directory.")
            .labelNames("directory")
            .register(registry);
    oldest =
        Gauge.builder()
            .name("directory_queue_oldest_file_timestamp_seconds")
            .help("When the file that waits longest was written, in seconds since 1970.")
            .labelNames("directory")
            .register(registry);
  }

  public void process() throws IOException {
    long count = 0;
    long firstMillis = Long.MAX_VALUE;
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, Files::isRegularFile)) {
      for (Path file : stream) {
        count++;
        firstMillis = Math.min(firstMillis, Files.getLastModifiedTime(file).toMillis());
      }
    }
    files.labelValues(directory.toString()).set(count);
    if (count == 0) {
      oldest.remove(directory.toString());
    } else {
      oldest.labelValues(directory.toString()).set(firstMillis / 1000.0);
    }
  }
}
