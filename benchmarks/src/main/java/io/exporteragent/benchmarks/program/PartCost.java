package io.exporteragent.benchmarks.program;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The parts of a scrape that cost most, timed by JMH. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PartCost {
  /** In place of what JMH has made before it measures. */
  private static final MethodHandle UNMADE = MethodHandles.constant(int.class, 0);

  /** The agent's parts, from the jar that the system property {@code benchmark.agent} names. */
  static AgentParts agent() throws ReflectiveOperationException, IOException {
    return new AgentParts(new File(System.getProperty("benchmark.agent")));
  }

  /** A registry with one counter, as {@link Series} has it, and those who turn it into a page. */
  @State(Scope.Benchmark)
  public static class Page {
    /** How many series. */
    @Param("1000")
    public int series;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Bytes bytes = new Bytes();
    private final ExpositionFormatWriter textByHand = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter openMetricsByHand =
        new OpenMetricsTextFormatWriter(true, false);
    private MethodHandle read = UNMADE;
    private MethodHandle text = UNMADE;
    private MethodHandle openMetrics = UNMADE;

    /** Called by JMH. */
    @Setup
    public void make() throws ReflectiveOperationException, IOException {
      Counter counter = Series.counter().register(registry);
      Series.add(series, counter);
      AgentParts agent = agent();
      read = agent.registryReader();
      text = agent.encoder("TEXT_0_0_4");
      openMetrics = agent.encoder("OPENMETRICS_1_0_0");
    }

    private long byAgent(MethodHandle encoder) throws Throwable {
      encoder.invoke((List<?>) read.invoke((Object) registry), (OutputStream) bytes);
      return bytes.written;
    }

    private long byHand(ExpositionFormatWriter writer) throws IOException {
      writer.write(bytes, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
      return bytes.written;
    }
  }

  /** The agent's sources of host metrics. */
  @State(Scope.Benchmark)
  public static class Host {
    private List<MethodHandle> sources = List.of();

    /** Called by JMH. */
    @Setup
    public void make() throws ReflectiveOperationException, IOException {
      sources = agent().hostSources();
    }
  }

  /** A registry read and written as text by the agent. */
  @Benchmark
  public long text(Page page) throws Throwable {
    return page.byAgent(page.text);
  }

  /** The same by client_java. */
  @Benchmark
  public long textByHand(Page page) throws IOException {
    return page.byHand(page.textByHand);
  }

  /** A registry read and written as OpenMetrics by the agent. */
  @Benchmark
  public long openMetrics(Page page) throws Throwable {
    return page.byAgent(page.openMetrics);
  }

  /** The same by client_java. */
  @Benchmark
  public long openMetricsByHand(Page page) throws IOException {
    return page.byHand(page.openMetricsByHand);
  }

  /** Processor, memory and file systems read. */
  @Benchmark
  public int host(Host host) throws Throwable {
    int families = 0;
    for (MethodHandle source : host.sources) {
      families += ((List<?>) source.invoke()).size();
    }
    return families;
  }

  /** Counts what is written to it. */
  private static final class Bytes extends OutputStream {
    private long written;

    @Override
    public void write(int b) {
      written++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      written += length;
    }
  }
}
