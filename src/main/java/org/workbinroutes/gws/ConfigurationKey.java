package org.workbinroutes.gws;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The key of the product's configuration that sets an option of the component. Its description and
 * default are those of the option; a name in backquotes in the description is another option.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface ConfigurationKey {
  /**
   * The key.
   *
   * @return for example {@code gws.proxy.host}
   */
  String key();

  /**
   * What may be typed, if the field's type does not say it: {@code secret}, {@code URL}, {@code
   * list of} something, or for a number, a time span or a size its range.
   *
   * @return for example {@code 100ms to 2m}
   */
  String takes() default "";

  /**
   * Whether the product does not start without it.
   *
   * @return true if it must be set
   */
  boolean required() default false;
}
