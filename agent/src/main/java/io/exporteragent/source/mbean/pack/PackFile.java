package io.exporteragent.source.mbean.pack;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.config.FamilyClashes;
import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Quoted;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import io.exporteragent.config.YamlValue;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A pack: a file that says which attributes of which MBeans are metrics.
 *
 * <pre>
 *   name: shop
 *   help: The shop.
 *   beans:
 *     - object: shop:type=Orders
 *       metrics:
 *         - {attribute: Count, name: shop_orders_total, type: counter, help: Orders accepted.}
 * </pre>
 */
public final class PackFile extends Settings {
  private static final Pattern NAME_FORM = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

  private static final Key<String> NAME =
      Key.required(
          "name",
          Schema.nonEmptyText().checked(PackFile::checkName),
          "of the pack; lower-case letters, digits, _ and -");
  private static final Key<String> HELP =
      Key.required("help", Schema.nonEmptyText(), "what it is for, in one sentence");
  private static final Key<PackReady> READY =
      Key.optional("ready", PackReady.SCHEMA, "none", "when the MBeans may be read");
  private static final Key<List<PackBean>> BEANS =
      Key.required(
          "beans",
          Schema.listOf(PackBean.SCHEMA),
          "an MBean that matches several entries is read by the first of them");

  static final Mapping<PackFile> SCHEMA = Schema.mapping(PackFile::new, NAME, HELP, READY, BEANS);

  private PackFile(Values values) throws ConfigurationException {
    super(values);
    if (beans().isEmpty()) {
      throw values.errorAt("beans", "beans is empty", "add an entry");
    }
    refuseUnreachable();
    declare(new FamilyClashes());
    refuseOtherHelp();
  }

  /**
   * Parses the text of a pack.
   *
   * @param fileName for messages
   * @param arguments provide the environment
   * @throws ConfigurationException if it is no valid pack
   */
  public static PackFile parse(String text, String fileName, AgentArguments arguments)
      throws ConfigurationException {
    YamlValue root = ConfigurationFile.parse(text, fileName, arguments);
    if (root == null) {
      throw new ConfigurationException(
          String.format(
              "%s is empty; a pack has the keys name, help and beans", Quoted.plain(fileName)));
    }
    return SCHEMA.read(root);
  }

  private static void checkName(String name, YamlValue at) throws ConfigurationException {
    if (!NAME_FORM.matcher(name).matches() || PackSelection.isWord(name)) {
      throw at.expected(
          "a name of lower-case letters, digits, _ and -, a letter first, and not auto or none");
    }
  }

  /** Refuses an entry that never gets a bean, since an entry before it takes them all. */
  private void refuseUnreachable() throws ConfigurationException {
    List<PackBean> beans = beans();
    for (int i = 0; i < beans.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (beans.get(j).object().covers(beans.get(i).object())) {
          throw beans
              .get(i)
              .errorOfObject(
                  String.format(
                      "object %s is never read, the entry in line %d takes all its MBeans",
                      Quoted.of(beans.get(i).object().toString()), beans.get(j).line()),
                  "make one entry of them, or put the special one first");
        }
      }
    }
  }

  private void refuseOtherHelp() throws ConfigurationException {
    Map<String, PackMetric> firsts = new HashMap<>();
    for (PackBean bean : beans()) {
      for (PackMetric metric : bean.metrics()) {
        PackMetric first = firsts.putIfAbsent(metric.name(), metric);
        if (first != null && !first.help().equals(metric.help())) {
          throw metric.errorAt(
              "help",
              String.format(
                  "help of metric %s is another in line %d",
                  Quoted.of(metric.name()), first.line()),
              "a family has one, give both the same");
        }
      }
    }
  }

  /**
   * Adds its families, each of which is of one type in all files.
   *
   * @throws ConfigurationException if one is of two types
   */
  public void declare(FamilyClashes families) throws ConfigurationException {
    for (PackBean bean : beans()) {
      for (PackMetric metric : bean.metrics()) {
        String kind =
            metric.type() == PackMetric.Type.INFO ? "an info" : "a " + metric.type().key();
        families.add(metric.family(), kind, metric.place(PackMetric.NAME));
      }
    }
  }

  /** Makes an error about the name, which the problem names. */
  ConfigurationException errorOfName(String problem, String remedy) {
    return values().errorAt(NAME.name(), problem, remedy);
  }

  /** Returns the name of the pack. */
  public String name() {
    return values().get(NAME);
  }

  /** Returns what it is for, in one sentence. */
  public String help() {
    return values().get(HELP);
  }

  /** Returns when the MBeans may be read, null if always. */
  @Nullable PackReady ready() {
    return values().find(READY);
  }

  /** Returns the entries, one at least, in order of precedence. */
  public List<PackBean> beans() {
    return values().get(BEANS);
  }

  /** Returns the domains of its entries. */
  public Set<String> domains() {
    Set<String> domains = new LinkedHashSet<>();
    for (PackBean bean : beans()) {
      domains.add(bean.object().domain());
    }
    return domains;
  }
}
