package io.exporteragent.source.signal;

import io.exporteragent.guest.Messages;
import io.exporteragent.source.signal.ClassFiles.Member;
import io.exporteragent.source.signal.boot.ExporterAgentPools1;
import io.exporteragent.weave.BootClasses;
import io.exporteragent.weave.ForeignClasses;
import io.exporteragent.weave.Hook;
import io.exporteragent.weave.Match;
import io.exporteragent.weave.Weaving;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** Weaves the method by which pools are used, if all can be read of them. */
final class PoolRule extends SignalWeaving {
  private final PoolPreset preset;
  private final String className;
  private final Hook hook;
  private final Messages messages;

  private final Executor workers;
  private final Map<Class<?>, Site> sites = new WeakHashMap<>();

  /**
   * @param className the binary name of one of the classes of the preset
   * @param table the id of that which the woven code fills
   * @param workers run what may hang
   */
  PoolRule(PoolPreset preset, String className, int table, Messages messages, Executor workers) {
    super(SignalGroup.POOLS, preset.of());
    this.preset = preset;
    this.className = className;
    this.messages = messages;
    this.workers = workers;
    String boot = BootClasses.internalName(ExporterAgentPools1.class);
    this.hook =
        preset.isCounted()
            ? new SignalHook.Acquire(boot, table, preset.timeout())
            : new SignalHook.Sight(boot, table);
  }

  @Override
  public String onlyClass() {
    return className;
  }

  @Override
  public boolean mayMatch(Class<?> type) {
    if (!type.getName().equals(className) || !ForeignClasses.isApplications(type)) {
      return false;
    }
    Site site = sites.get(type);
    if (site == null) {
      ClassFiles files = new ClassFiles(type.getClassLoader());
      site = new Look(() -> find(files)).by(workers);
      sites.put(type, site);
    }
    if (!site.problem().isEmpty()) {
      tellUnknown(type, site.problem(), WAIT, messages);
    }
    return site.hook() != null;
  }

  private Site find(ClassFiles files) {
    try {
      return Site.at(method(className.replace('.', '/'), files), hook);
    } catch (PathException e) {
      return Site.none(String.valueOf(e.getMessage()));
    }
  }

  private String method(String type, ClassFiles files) throws PathException {
    Member method = files.ownMethod(type, preset.method(), preset.arguments());
    for (PoolPreset.Gauge each : preset.gauges()) {
      Type found = each.value().type(type, files);
      require(ValuePath.fits(found, long.class), found, each.value());
    }
    PoolPath name = preset.name();
    if (name != null) {
      Type found = name.type(type, files);
      require(ValuePath.fits(found, String.class), found, name);
    }
    PoolPath closed = preset.closed();
    if (closed != null) {
      Type found = closed.type(type, files);
      require(found.getSort() == Type.BOOLEAN || ValuePath.fits(found, int.class), found, closed);
    }
    return method.name + method.descriptor;
  }

  private static void require(boolean isSo, Type found, PoolPath path) throws PathException {
    if (!isSo) {
      throw new PathException(path + " is a " + found.getClassName());
    }
  }

  @Override
  public List<? extends Match> addTo(
      Weaving weaving,
      String className,
      @Nullable ClassLoader loader,
      @Nullable Class<?> type,
      byte[] classFile) {
    Site site = type == null ? null : sites.get(type);
    Hook hook = site == null ? null : site.hook();
    if (site == null || hook == null) {
      return Collections.emptyList();
    }
    weaving.add(site.method(), hook);
    return Collections.singletonList(site);
  }
}
