package io.exporteragent.source.mbean.pack;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import io.exporteragent.config.YamlValue;
import io.exporteragent.source.mbean.engine.Beans;
import java.util.List;

/**
 * When the MBeans of a pack may be read: while an attribute, which costs nothing to read, has one
 * of the values given. It is for servers whose MBeans are there before they can answer, such as
 * WildFly, which reports each attempt in its log as an error.
 *
 * <pre>
 *   ready:
 *     object: shop:type=State
 *     attribute: Phase
 *     values: [OPEN, CLOSING]
 * </pre>
 */
public final class PackReady extends Settings {
  private static final Key<ObjectPattern> OBJECT =
      Key.required(
          "object",
          Schema.scalar("object name", ObjectPattern::read).checked(PackReady::checkObject),
          "the name of one MBean; while it is not there, nothing is read");
  private static final Key<String> ATTRIBUTE =
      Key.required("attribute", Schema.nonEmptyText(), "read in each scrape before all others");
  private static final Key<List<String>> VALUES =
      Key.required(
          "values", Schema.listOf(Schema.text()), "as text; the pack is read while it has one");

  static final Mapping<PackReady> SCHEMA =
      Schema.mapping(PackReady::new, OBJECT, ATTRIBUTE, VALUES);

  private PackReady(Values values) throws ConfigurationException {
    super(values);
    if (this.values().get(VALUES).isEmpty()) {
      throw values.errorAt(VALUES.name(), "values is empty", "add one, or remove ready");
    }
  }

  private static void checkObject(ObjectPattern object, YamlValue at)
      throws ConfigurationException {
    if (object.exact() == null) {
      throw at.expected("the name of one MBean, without wildcards");
    }
  }

  /**
   * Asks whether the pack may be read now.
   *
   * @throws IllegalStateException if the MBean is there and does not say
   */
  boolean isNow(Beans beans) {
    Object value = beans.value(values().get(OBJECT).name(), values().get(ATTRIBUTE));
    return value != null && values().get(VALUES).contains(value.toString());
  }
}
