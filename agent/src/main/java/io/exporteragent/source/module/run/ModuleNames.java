package io.exporteragent.source.module.run;

import io.exporteragent.model.Family;
import io.exporteragent.model.FamilyNames;
import io.exporteragent.source.module.compile.ModuleException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which module has which metric names: of two that clash, the first keeps its name. Any thread. */
final class ModuleNames {
  /** Any character between the words, since most scrapers see an underscore for each. */
  private static final Pattern RESERVED = Pattern.compile("exporter.agent.*", Pattern.DOTALL);

  private final Map<String, FamilyNames<String>> taken = new HashMap<>();

  /**
   * Replaces the names of a module by those of its families.
   *
   * @throws ModuleException if one of them is another module's or the agent's; the module then
   *     keeps the names it had
   */
  synchronized void take(String module, List<Family> families) throws ModuleException {
    FamilyNames<String> names = new FamilyNames<>();
    for (Family family : families) {
      if (RESERVED.matcher(family.name()).matches()) {
        throw new ModuleException(
            String.format(
                "metric %s has a name of the agent itself; choose one that does not begin with exporter_agent_",
                family.name()));
      }
      String owner = otherOwner(module, family);
      if (owner != null) {
        throw new ModuleException(
            String.format(
                "metric %s clashes with one of module \"%s\"; rename one of them",
                family.name(), owner));
      }
      names.take(family.name(), family.type(), module);
    }
    taken.put(module, names);
  }

  private @Nullable String otherOwner(String module, Family family) {
    for (Map.Entry<String, FamilyNames<String>> other : taken.entrySet()) {
      if (!other.getKey().equals(module)
          && other.getValue().ownerOf(family.name(), family.type()) != null) {
        return other.getKey();
      }
    }
    return null;
  }

  /** Frees the names of a module. */
  synchronized void release(String module) {
    taken.remove(module);
  }
}
