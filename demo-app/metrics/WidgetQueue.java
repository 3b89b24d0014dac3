import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.reflect.Field;
import java.util.Collection;

/**
 * What the demo application knows but tells nobody, read from the fields of its objects:
 *
 * <pre>
 * # TYPE widget_queue_length gauge
 * widget_queue_length 7.0
 * </pre>
 *
 * <p>Sees the application's classes only with {@code classpath: application}. Reads a collection
 * that other threads change, and nothing of it but its size: whoever looks into a running
 * application must keep to what is safe to read from another thread, and change nothing.
 */
public class WidgetQueue {
  private final Gauge length;

  public WidgetQueue(PrometheusRegistry registry) {
    length =
        Gauge.builder()
            .name("widget_queue_length")
            .help("Widgets that wait to be processed.")
            .register(registry);
  }

  public void process() throws ReflectiveOperationException {
    Object service = valueOf("service", null, Class.forName("io.exporteragent.demo.DemoApp"));
    length.set(((Collection<?>) valueOf("queue", service, service.getClass())).size());
  }

  private static Object valueOf(String field, Object owner, Class<?> type)
      throws ReflectiveOperationException {
    Field accessible = type.getDeclaredField(field);
    accessible.setAccessible(true);
    return accessible.get(owner);
  }
}
