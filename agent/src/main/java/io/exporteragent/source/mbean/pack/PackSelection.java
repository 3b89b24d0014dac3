package io.exporteragent.source.mbean.pack;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Quoted;
import io.exporteragent.config.Schema;
import io.exporteragent.config.YamlValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which packs are in use: the value of the key {@code packs}. An item is {@code auto} for all in
 * the jar, {@code none}, the name of one in the jar, or the file of a pack of the user's own.
 *
 * <pre>
 *   packs: auto
 *   packs: none
 *   packs: [kafka, shop.yml]
 * </pre>
 *
 * <p>Immutable.
 */
public final class PackSelection {
  /** The schema of the key's value. */
  public static final Schema<List<String>> SCHEMA =
      Schema.oneOrMore(Schema.scalar("pack", PackSelection::read));

  private static final String AUTO = "auto";
  private static final String NONE = "none";

  private final List<String> items;
  private final List<Pack> known;

  /** Makes a selection of what {@link #SCHEMA} has read. */
  public PackSelection(List<String> items) {
    this(items, KnownPacks.ALL);
  }

  PackSelection(List<String> items, List<Pack> known) {
    this.items = items;
    this.known = known;
  }

  private static String read(YamlValue at) throws ConfigurationException {
    String item = at.nonEmptyText();
    if (!isWord(item) && !isFile(item) && find(item, KnownPacks.ALL) == null) {
      throw at.expected(
          "auto, none, a file that ends with .yml or .yaml, or one of the packs "
              + KnownPacks.ALL.stream().map(Pack::name).collect(Collectors.joining(", ")));
    }
    return item;
  }

  /** Returns whether an item means something else than a pack of this name. */
  static boolean isWord(String item) {
    return item.equals(AUTO) || item.equals(NONE);
  }

  private static boolean isFile(String item) {
    return item.endsWith(".yml") || item.endsWith(".yaml");
  }

  private static @Nullable Pack find(String name, List<Pack> packs) {
    for (Pack each : packs) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    return null;
  }

  /** Returns the names of the user's files, relative to the working directory of the JVM. */
  public List<String> files() {
    return items.stream().filter(PackSelection::isFile).distinct().collect(Collectors.toList());
  }

  /**
   * Returns the packs in use, each name once, in order of precedence. A pack of the user's own
   * takes the place of one in the jar that has its name.
   *
   * @param parsed the {@link #files}, in the same order
   * @throws ConfigurationException if two of the user's packs have one name
   */
  public List<Pack> resolve(List<PackFile> parsed) throws ConfigurationException {
    Map<String, Pack> own = new LinkedHashMap<>();
    for (PackFile file : parsed) {
      if (own.put(file.name(), Pack.ofFile(file)) != null) {
        throw file.errorOfName(
            String.format("name %s is that of another pack", Quoted.of(file.name())),
            "give one of them another name");
      }
    }
    Iterator<Pack> ofFiles = new ArrayList<>(own.values()).iterator();
    Map<String, Pack> chosen = new LinkedHashMap<>();
    for (String item : items.stream().distinct().collect(Collectors.toList())) {
      if (isFile(item)) {
        Pack pack = ofFiles.next();
        chosen.putIfAbsent(pack.name(), pack);
      } else if (item.equals(AUTO)) {
        for (Pack each : known) {
          choose(items.contains(each.name()) ? each : each.byDefault(), own, chosen);
        }
      } else if (!item.equals(NONE)) {
        Pack pack = find(item, known);
        if (pack != null) {
          choose(pack, own, chosen);
        }
      }
    }
    return new ArrayList<>(chosen.values());
  }

  private static void choose(Pack pack, Map<String, Pack> own, Map<String, Pack> chosen) {
    chosen.putIfAbsent(pack.name(), own.getOrDefault(pack.name(), pack));
  }
}
