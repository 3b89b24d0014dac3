package io.exporteragent.source.signal;

import io.exporteragent.source.signal.ClassFiles.Member;
import io.exporteragent.source.signal.ValuePath.Resolved;
import io.exporteragent.source.signal.boot.ExporterAgentSignals1;
import io.exporteragent.weave.BootClasses;
import io.exporteragent.weave.Hook;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the presets of one method are in each application. Asks class loaders, which are code
 * of the application, for class files, on threads that may hang, and keeps no loader.
 */
final class SignalSites {
  private static final Map<String, Class<?>> TYPES = new HashMap<>();
  private static final Map<String, Integer> CLOCKS = new LinkedHashMap<>();
  private static final String TIME = "time";
  private static final String BOOT = BootClasses.internalName(ExporterAgentSignals1.class);

  static {
    TYPES.put("request_method", String.class);
    TYPES.put("status", int.class);
    TYPES.put("request", Object.class);
    TYPES.put("route", Object.class);
    TYPES.put("servlet", Object.class);
    TYPES.put("patterns", Object.class);
    TYPES.put("mapping", String.class);
    TYPES.put("context", String.class);
    TYPES.put("server", Object.class);
    TYPES.put("server_address", String.class);
    TYPES.put("server_port", int.class);
    TYPES.put("server_scheme", String.class);
    TYPES.put("response", Object.class);
    TYPES.put("level", String.class);
    TYPES.put("logger", String.class);
    TYPES.put("event_logger", String.class);
    CLOCKS.put("nanos", ExporterAgentSignals1.NANOS_TAKEN);
    CLOCKS.put("millis", ExporterAgentSignals1.MILLIS_TAKEN);
    CLOCKS.put("since_nanos", ExporterAgentSignals1.SINCE_NANOS);
    CLOCKS.put("since_millis", ExporterAgentSignals1.SINCE_MILLIS);
  }

  private final String className;
  private final List<Preset> candidates;
  private final List<Preset> siblings;
  private final int table;
  private final ClassFiles.Latest latest;
  private final Executor workers;

  /** Read by threads of the application: neither waits nor runs code of a loader. */
  private final List<Known> known = new CopyOnWriteArrayList<>();

  /**
   * @param className the binary name of the class of the method
   * @param candidates of one method, one at least, in order of precedence
   * @param siblings all presets of the same library and signal
   * @param table the id of that which the woven code fills
   * @param latest what has been read, for all of a library
   * @param workers run what may hang
   */
  SignalSites(
      String className,
      List<Preset> candidates,
      List<Preset> siblings,
      int table,
      ClassFiles.Latest latest,
      Executor workers) {
    this.className = className;
    this.candidates = new ArrayList<>(candidates);
    this.siblings = new ArrayList<>(siblings);
    this.table = table;
    this.latest = latest;
    this.workers = workers;
  }

  private static final class Known {
    private final WeakReference<ClassLoader> loader;
    private final Site site;

    Known(ClassLoader loader, Site site) {
      this.loader = new WeakReference<>(loader);
      this.site = site;
    }
  }

  /** Returns what has been found for a class loader, null if it has not been asked; any thread. */
  @Nullable Site known(@Nullable ClassLoader loader) {
    for (Known each : known) {
      if (loader != null && each.loader.get() == loader) {
        return each.site;
      }
    }
    return null;
  }

  /** Returns whether there is something to be woven for any class loader; any thread. */
  boolean isAnywhere() {
    for (Known each : known) {
      if (each.site.hook() != null && each.loader.get() != null) {
        return true;
      }
    }
    return false;
  }

  /** Returns what there is for a class loader, which is asked once. For one thread at a time. */
  Site of(ClassLoader loader) {
    Site site = known(loader);
    if (site == null) {
      known.removeIf(each -> each.loader.get() == null);
      ClassFiles files = latest.of(loader);
      site = new Look(() -> find(files)).by(workers);
      known.add(new Known(loader, site));
    }
    return site;
  }

  private Site find(ClassFiles files) {
    Site found = first(candidates, className, files);
    return found.hook() == null && isMeasuredElsewhere(files) ? Site.none("") : found;
  }

  private Site first(List<Preset> of, String inClass, ClassFiles files) {
    String problem = "";
    for (Preset each : of) {
      try {
        return site(each, inClass.replace('.', '/'), files);
      } catch (PathException e) {
        problem = String.valueOf(e.getMessage());
      }
    }
    return Site.none(problem);
  }

  /** Other versions of a library do the same in another class, beside one of this name. */
  private boolean isMeasuredElsewhere(ClassFiles files) {
    for (Preset each : siblings) {
      for (String other : each.classNames()) {
        if (!other.equals(className)
            && first(Collections.singletonList(each), other, files).hook() != null) {
          return true;
        }
      }
    }
    return false;
  }

  private Site site(Preset preset, String type, ClassFiles files) throws PathException {
    Member method = files.ownMethod(type, preset.method(), preset.arguments());
    Map<String, Resolved> paths = new HashMap<>();
    int clock = ExporterAgentSignals1.SINCE_BEGIN;
    for (Map.Entry<String, ValuePath> each : preset.paths().entrySet()) {
      String key = each.getKey();
      if (each.getValue().isOfResult() && preset.signal() != SignalKind.HTTP_CLIENT) {
        throw new PathException("there is no result yet for " + each.getValue());
      }
      Resolved path = each.getValue().resolve(type, method, files);
      Integer itsClock = CLOCKS.get(key);
      Class<?> wanted = TYPES.get(key);
      if (itsClock != null) {
        clock = itsClock;
        require(path, long.class, each.getValue());
        paths.put(TIME, path);
      } else if (wanted != null) {
        require(path, wanted, each.getValue());
        paths.put(key, path);
      }
    }
    return Site.at(method.name + method.descriptor, hook(preset.signal(), paths, clock));
  }

  private static void require(Resolved path, Class<?> wanted, ValuePath text) throws PathException {
    Type type = path.type();
    if (!ValuePath.fits(type, wanted)) {
      throw new PathException(text + " is a " + type.getClassName());
    }
  }

  private Hook hook(SignalKind signal, Map<String, Resolved> paths, int clock) {
    switch (signal) {
      case HTTP_SERVER:
        return new SignalHook.Request(BOOT, paths, table, clock);
      case HTTP_BEGIN:
        return new SignalHook.Handle(BOOT, paths, "begin");
      case HTTP_HANDLE:
        return new SignalHook.Handle(BOOT, paths, "handle");
      case HTTP_MAPPING:
        return new SignalHook.Mapping(BOOT, paths);
      case HTTP_ROUTE:
        return new SignalHook.Route(BOOT, paths);
      case HTTP_CLIENT:
        return new ClientCallHook(BOOT, paths, table);
      case LOG_EVENTS:
        return new SignalHook.Event(BOOT, paths, table);
    }
    throw new IllegalArgumentException(signal.toString());
  }
}
