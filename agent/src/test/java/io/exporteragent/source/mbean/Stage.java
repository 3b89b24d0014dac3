package io.exporteragent.source.mbean;

import io.exporteragent.source.mbean.BeanScript.Kind;
import io.exporteragent.source.mbean.BeanScript.State;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.AttributeList;
import javax.management.JMException;
import javax.management.ObjectName;

/** Beans in the platform MBean server that do what their scripts say. */
final class Stage implements AutoCloseable {
  private final List<BeanScript> scripts;
  private final Map<ObjectName, Live> registered = new HashMap<>();

  private record Live(int incarnation, Object bean) {}

  Stage(List<BeanScript> scripts) {
    this.scripts = scripts;
  }

  /** Makes the beans what they are at that scrape. */
  void show(int round) throws JMException {
    for (BeanScript script : scripts) {
      State state = script.rounds().get(round);
      Live live = registered.get(script.name());
      if (live != null && (state == null || state.incarnation() != live.incarnation())) {
        registered.remove(script.name());
        Registered.SERVER.unregisterMBean(script.name());
        live = null;
      }
      if (state != null) {
        Object bean = live == null ? made(state.kind()) : live.bean();
        become(bean, state);
        if (live == null) {
          Registered.SERVER.registerMBean(bean, script.name());
          registered.put(script.name(), new Live(state.incarnation(), bean));
        }
        if (bean instanceof PlainBean plain && state.bulk() == BeanScript.Bulk.HAS_NO_INFO) {
          plain.infoFails(new IllegalStateException("no info"));
        }
      }
    }
  }

  private static Object made(Kind kind) {
    return switch (kind) {
      case PLAIN -> new PlainBean();
      case IMMUTABLE -> new PlainBean().immutableInfo();
      case MXBEAN -> new TypedBeans.Service();
      case STANDARD -> new TypedBeans.Mixed();
    };
  }

  private static void become(Object bean, State state) {
    if (bean instanceof TypedBeans.Typed typed) {
      typed.become(state);
      return;
    }
    PlainBean plain = (PlainBean) bean;
    plain.cleared().infoFails(null);
    state
        .attributes()
        .forEach(
            (name, attribute) ->
                plain.declared(name, attribute.type(), attribute.value(), attribute.description()));
    switch (state.bulk()) {
      case THROWS -> plain.bulkFails(new IllegalStateException("all"));
      case THROWS_ERROR -> plain.bulkFails(new AssertionError("all"));
      case NULL -> plain.answering(answer -> null);
      case STRANGERS -> plain.answeringWithStrangers();
      case REVERSED -> plain.answering(Stage::reversed);
      default -> plain.answering(answer -> answer);
    }
  }

  private static AttributeList reversed(AttributeList answer) {
    Collections.reverse(answer);
    return answer;
  }

  @Override
  public void close() throws JMException {
    for (ObjectName name : registered.keySet()) {
      Registered.SERVER.unregisterMBean(name);
    }
    registered.clear();
  }
}
