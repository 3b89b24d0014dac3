package io.exporteragent.source.mbean;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.Descriptor;
import javax.management.DynamicMBean;
import javax.management.ImmutableDescriptor;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ReflectionException;
import org.jspecify.annotations.Nullable;

/** A dynamic MBean whose attributes a test sets, and which can misbehave. */
final class PlainBean implements DynamicMBean {
  private final Map<String, MBeanAttributeInfo> infos = new LinkedHashMap<>();
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private @Nullable MBeanInfo always;
  private boolean isImmutable;
  private @Nullable Throwable infoFailure;
  private Function<AttributeList, AttributeList> bulk = answer -> answer;

  /** A value whose getter throws. */
  record Failing(Throwable failure) {}

  /** Sets attributes, given as name, value, name, value; adds those that are new. */
  PlainBean with(Object... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = (String) namesAndValues[i];
      Object value = namesAndValues[i + 1];
      if (!infos.containsKey(name)) {
        described(name, value, name + " of a test");
      }
      values.put(name, value);
    }
    return this;
  }

  /** Adds an attribute with a description; its declared type is that of the value. */
  PlainBean described(String name, @Nullable Object value, @Nullable String description) {
    String type =
        value == null || value instanceof Failing ? "java.lang.Object" : value.getClass().getName();
    return declared(name, type, value, description);
  }

  /** Adds an attribute that is declared to be of a type. */
  PlainBean declared(
      String name, String type, @Nullable Object value, @Nullable String description) {
    infos.put(name, new MBeanAttributeInfo(name, type, description, true, false, false));
    values.put(name, value);
    return this;
  }

  /** Adds an attribute that can be written and not read. */
  PlainBean writeOnly(String name) {
    infos.put(name, new MBeanAttributeInfo(name, "long", "not to be read", false, true, false));
    return this;
  }

  /** Adds an attribute whose getter throws. */
  PlainBean failing(String name, Throwable failure) {
    return with(name, new Failing(failure));
  }

  /** Removes all attributes, from its MBeanInfo too. */
  PlainBean cleared() {
    infos.clear();
    values.clear();
    return this;
  }

  /** Says that its MBeanInfo never changes, and gives the same object each time. */
  PlainBean immutableInfo() {
    isImmutable = true;
    return this;
  }

  /** Lets {@code getMBeanInfo} throw, or not any more. */
  PlainBean infoFails(@Nullable Throwable failure) {
    infoFailure = failure;
    return this;
  }

  /** Answers {@code getAttributes} otherwise than it would. */
  PlainBean answering(Function<AttributeList, AttributeList> answer) {
    bulk = answer;
    return this;
  }

  /** Lets {@code getAttributes} throw, while each attribute alone can be read. */
  PlainBean bulkFails(Throwable failure) {
    return answering(
        answer -> {
          throw PlainBean.<RuntimeException>sneaky(failure);
        });
  }

  /**
   * Answers {@code getAttributes} with what is none, and what was not asked for, beside the rest.
   */
  PlainBean answeringWithStrangers() {
    return answering(
        answer -> {
          AttributeList strange = new AttributeList();
          strange.add(new Attribute("unasked", 7));
          strange.addAll(answer);
          List<Object> list = strange;
          list.add(null);
          list.add("no attribute");
          return strange;
        });
  }

  /** Returns the attributes that were asked for since the last call. */
  List<String> asked() {
    List<String> names = List.copyOf(asked);
    asked.clear();
    return names;
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    if (infoFailure != null) {
      throw PlainBean.<RuntimeException>sneaky(infoFailure);
    }
    if (always != null) {
      return always;
    }
    MBeanAttributeInfo[] attributes = infos.values().toArray(new MBeanAttributeInfo[0]);
    Descriptor descriptor = new ImmutableDescriptor("immutableInfo=" + isImmutable);
    MBeanInfo info =
        new MBeanInfo(getClass().getName(), "a test", attributes, null, null, null, descriptor);
    always = isImmutable ? info : null;
    return info;
  }

  @Override
  public AttributeList getAttributes(String[] names) {
    asked.addAll(List.of(names));
    AttributeList answer = new AttributeList();
    for (String name : names) {
      if (values.containsKey(name) && !(values.get(name) instanceof Failing)) {
        answer.add(new Attribute(name, values.get(name)));
      }
    }
    return bulk.apply(answer);
  }

  @Override
  public Object getAttribute(String name) throws AttributeNotFoundException, ReflectionException {
    if (!values.containsKey(name)) {
      throw new AttributeNotFoundException(name);
    }
    Object value = values.get(name);
    if (value instanceof Failing failing) {
      throw PlainBean.<RuntimeException>sneaky(failing.failure());
    }
    return value;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T sneaky(Throwable failure) throws T {
    throw (T) failure;
  }

  @Override
  public void setAttribute(Attribute attribute) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object invoke(String action, Object[] parameters, String[] signature) {
    throw new UnsupportedOperationException();
  }
}
