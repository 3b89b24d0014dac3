package io.exporteragent.kafka;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.policy.AllConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;
import org.apache.kafka.connect.storage.FileOffsetBackingStore;
import org.apache.kafka.connect.storage.StringConverter;
import org.apache.kafka.connect.util.FutureCallback;

/** A worker of Connect without its HTTP server, which runs {@link StockConnector}. */
final class ConnectWorker implements AutoCloseable {
  private final StandaloneHerder herder;

  ConnectWorker(String servers) {
    Map<String, String> settings =
        Map.of(
            "bootstrap.servers",
            servers,
            "key.converter",
            StringConverter.class.getName(),
            "value.converter",
            StringConverter.class.getName(),
            "offset.storage.file.filename",
            Path.of("offsets").toAbsolutePath().toString(),
            "offset.flush.interval.ms",
            "500",
            "plugin.discovery",
            "service_load");
    Plugins plugins = new Plugins(settings);
    ConnectorClientConfigOverridePolicy policy = new AllConnectorClientConfigOverridePolicy();
    StandaloneConfig config = new StandaloneConfig(settings);
    JsonConverter keys = new JsonConverter();
    keys.configure(Map.of("schemas.enable", "false"), true);
    FileOffsetBackingStore offsets = new FileOffsetBackingStore(keys);
    offsets.configure(config);
    Worker worker = new Worker("shelf", Time.SYSTEM, plugins, config, offsets, policy);
    herder = new StandaloneHerder(worker, "warehouse", policy);
  }

  void start() throws Exception {
    herder.start();
    FutureCallback<Object> created = new FutureCallback<>();
    herder.putConnectorConfig(
        "stock",
        Map.of(
            "name", "stock", "connector.class", StockConnector.class.getName(), "tasks.max", "1"),
        false,
        (error, connector) -> created.onCompletion(error, connector));
    created.get();
  }

  @Override
  public void close() {
    herder.stop();
  }
}
