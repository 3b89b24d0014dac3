package io.exporteragent.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** A source of a hundred records, in one task. */
public final class StockConnector extends SourceConnector {
  static final int RECORDS = 100;

  @Override
  public void start(Map<String, String> settings) {}

  @Override
  public void stop() {}

  @Override
  public Class<? extends Task> taskClass() {
    return Reader.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(Map.of());
  }

  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public String version() {
    return "1";
  }

  /** Gives the records once, and none afterwards. */
  public static final class Reader extends SourceTask {
    private boolean given;

    @Override
    public void start(Map<String, String> settings) {}

    @Override
    public void stop() {}

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
      if (given) {
        TimeUnit.MILLISECONDS.sleep(50);
        return List.of();
      }
      given = true;
      return IntStream.range(0, RECORDS).mapToObj(Reader::record).toList();
    }

    private static SourceRecord record(int number) {
      Map<String, ?> shelf = Map.of("shelf", "1");
      Map<String, ?> position = Map.of("number", number);
      return new SourceRecord(shelf, position, "stock", Schema.STRING_SCHEMA, "item " + number);
    }

    @Override
    public String version() {
      return "1";
    }
  }
}
